<?php // The file that the query names, or why not.
echo @file_get_contents($_SERVER['QUERY_STRING']) ?: error_get_last()['message'];
