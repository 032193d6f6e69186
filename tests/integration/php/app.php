<?php // What a web application does all day. Each part says "NAME ok", or what went wrong.
ini_set('session.save_path', '/srv/shop/tmp');
session_id('aahat');
session_start();
$_SESSION['seen'] = ($_SESSION['seen'] ?? 0) + 1;
session_write_close();
$say = fn($name, $fine) => print("$name " . ($fine ? 'ok' : 'FAILED ' . json_encode(error_get_last())) . "\n");
$say('session', count(glob('/srv/shop/tmp/sess_*')) > 0);

$file = $_FILES['photo'] ?? null;
$say('upload', $file && $file['error'] === 0 && move_uploaded_file($file['tmp_name'], '/srv/shop/tmp/photo.txt')
    && file_get_contents('/srv/shop/tmp/photo.txt') === 'a photo');

$page = file_get_contents('http://127.0.0.1:8080/etc/hostname', false, stream_context_create(['http' => ['timeout' => 20]]));
$say('http', is_string($page) && strlen($page) > 0);

$say('mail', mail('somebody@example.org', 'An order', "One of each.\n"));
$say('mail-arrived', str_contains((string) file_get_contents('/srv/shop/tmp/mail'), 'One of each.'));

$image = imagecreatetruecolor(64, 64);
imagefilledellipse($image, 32, 32, 40, 40, imagecolorallocate($image, 200, 0, 0));
$say('image', imagepng(imagescale($image, 32, 32), '/srv/shop/tmp/image.png') && getimagesize('/srv/shop/tmp/image.png')[0] === 32);

exec('sort </etc/passwd | head -n 2', $lines, $status);
$say('exec', $status === 0 && count($lines) === 2);
$process = proc_open(['cat'], [['pipe', 'r'], ['pipe', 'w']], $pipes);
fwrite($pipes[0], 'through a pipe');
fclose($pipes[0]);
$say('proc_open', stream_get_contents($pipes[1]) === 'through a pipe' && proc_close($process) === 0);

$lock = fopen('/srv/shop/tmp/lock', 'c');
$say('flock', flock($lock, LOCK_EX) && flock($lock, LOCK_UN));
$say('random', strlen(random_bytes(16)) === 16 && password_verify('x', password_hash('x', PASSWORD_DEFAULT)));
$socket = stream_socket_server('unix:///srv/shop/tmp/app.sock');
$client = stream_socket_client('unix:///srv/shop/tmp/app.sock');
$ready = [$socket];
$say('sockets', stream_select($ready, $none, $none, 5) === 1 && stream_socket_accept($socket));
