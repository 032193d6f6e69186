// What this process hands on when it becomes, or starts, php-fpm.
#pragma once

namespace aahat {

/// Takes FPM_SOCKETS, FPM_SOCKETS_1, … from the environment, by which php-fpm hands its listening sockets to
/// itself over a reload (sapi/fpm/fpm/fpm_sockets.c).
void drop_fpm_sockets();

/// Undoes what a caller may have left to us: opens /dev/null as descriptors 0, 1 and 2 where they are closed
/// (a file of ours that got one of these numbers would be lost: php-fpm puts /dev/null there), and gives
/// SIGCHLD its default meaning (ignored, it would hide from us how php-fpm's test ended).
void prepare_process();

}  // namespace aahat
