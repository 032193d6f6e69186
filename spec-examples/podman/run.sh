#!/bin/sh
# The podman command line for three pools, each in its hat of the profile aa-hat-tenants. What follows is podman's:
#   ./run.sh localhost/tenants                                          the image that the Containerfile makes
#   ./run.sh --rootfs /srv/php /run/aa-hat/aa-exec-hat fpm --native ... a folder
# The hook comes from hooks.d: podman has no option for one.
exec podman run --detach --name tenants \
    --security-opt apparmor=aa-hat-tenants \
    --annotation io.aa-hat.pool.shop=shop \
    --annotation io.aa-hat.pool.blog=blog \
    --annotation io.aa-hat.pool.wiki=wiki \
    --cap-drop all --cap-add chown --cap-add kill --cap-add setgid --cap-add setuid \
    --tmpfs /run/php:mode=755 \
    "$@"
