<?php // Who answers: the pool's name and its uid; and the file that the query names, or why it cannot be read.
echo getenv('POOL') ?: $_SERVER['POOL'], ' ', posix_getuid(), ' ';
$file = $_SERVER['QUERY_STRING'];
if ($file !== '') echo @file_get_contents($file) ?: error_get_last()['message'];
