#include "entry/warn.h"

#include <syslog.h>

#include "file/log.h"

namespace aahat {

void warn_without_hat() {
  tell(program_name, LOG_WARNING,
       "warning: no hat exists for this user; running in the container's profile (io.aa-hat.session)\n");
}

}  // namespace aahat
