<?php // What OPcache runs before there is any worker: leaves the label that it had.
file_put_contents(__DIR__ . "/preloaded", file_get_contents("/proc/self/attr/current"));
