<?php // Who answers: the pool's name, its uid, and its label where the hat may read it.
echo getenv('POOL') ?: $_SERVER['POOL'], ' ', posix_getuid(), ' ', @file_get_contents('/proc/self/attr/current') ?: '-';
