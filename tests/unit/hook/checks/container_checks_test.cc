#include "checks/container_checks.h"

#include <gtest/gtest.h>

#include "refused.h"

namespace aahat {
namespace {

std::string profile_fault(std::string_view profile) {
  return refused([&] { expect_profile(profile); });
}

std::string mount_fault(const std::string& destination) {
  return refused([&] { expect_free_place({"/proc", destination}); });
}

TEST(Profile, takesOrdinaryNames) {
  for (const char* name :
       {"web", "/usr/bin/php-fpm8.2", "docker-default", "a b", "cri-containerd.apparmor.d"}) {
    EXPECT_EQ(profile_fault(name), "") << name;
  }
}

TEST(Profile, aPlainLabelIsWhatItSays) {
  for (const char* name : {"P", "a b", "P//a", "unconfined"}) EXPECT_TRUE(is_plain_label(name)) << name;
  for (const char* name : {" P", "P ", "\tP", "P\n", "P//&unconfined", "&P", ":ns:P"}) {
    EXPECT_FALSE(is_plain_label(name)) << name;
  }
}

TEST(Profile, refusesEachWithItsReason) {
  const std::pair<std::string, const char*> faults[] = {
      {"", "the container has no AppArmor profile"},
      {"unconfined", "the container is unconfined"},
      {"a//&b", "it is a stack of profiles"},
      {"&b", "it is a stack of profiles"},
      {"a//b", "it is itself a hat or a child profile"},
      {":ns:a", "it is in another policy namespace"},
      {"a\nb", "its name holds a control character"},
      {std::string("a\0b", 3), "its name holds a control character"},
      {std::string(1025, 'a'), "its name is longer than 1024 bytes"}};
  for (const auto& [profile, reason] : faults) {
    EXPECT_NE(profile_fault(profile).find(reason), std::string::npos) << profile << profile_fault(profile);
    EXPECT_NE(profile_fault(profile).find("hint: "), std::string::npos);
  }
}

TEST(NewPrivileges, cannotBeHadBackFromTheRuntime) {
  Rules rules;
  rules.no_new_privs_of = {{*HatName::from("a"), true}};
  EXPECT_EQ(refused([&] { expect_new_privileges(true, rules); }), "");
  rules.no_new_privs = false;
  rules.no_new_privs_of.insert_or_assign(*HatName::from("b"), false);
  EXPECT_EQ(refused([&] { expect_new_privileges(false, rules); }), "");
  const std::string both = refused([&] { expect_new_privileges(true, rules); });
  EXPECT_NE(both.find("\"io.aa-hat.no-new-privs=false\": process.noNewPrivileges is true"),
            std::string::npos);
  EXPECT_NE(both.find("\"io.aa-hat.no-new-privs.b=false\""), std::string::npos);
}

std::string agent_fault(const NotifiedCalls& notified) {
  return refused([&] { expect_no_seccomp_agent(notified); });
}

TEST(SeccompAgent, mayAnswerWhatTheLauncherNeverAsks) {
  EXPECT_EQ(agent_fault({}), "");
  EXPECT_EQ(agent_fault({false, {"bpf",           "delete_module",
                                 "finit_module",  "fsconfig",
                                 "fsmount",       "fsopen",
                                 "fspick",        "init_module",
                                 "kexec_load",    "mknod",
                                 "mknodat",       "mount",
                                 "mount_setattr", "move_mount",
                                 "open_tree",     "perf_event_open",
                                 "pivot_root",    "sched_setscheduler",
                                 "setns",         "setxattr",
                                 "swapoff",       "swapon",
                                 "sysinfo",       "umount2",
                                 "unshare"}}),
            "");
}

TEST(SeccompAgent, answersNothingElse) {
  for (const std::string name : {"openat2", "lsm_get_self_attr", "getuid", "mmap", "pipe2", "readlinkat",
                                 "access", "exit_group", "no_such_call", "MOUNT", "mount ", "mountx"}) {
    const std::string fault = agent_fault({false, {"mount", name}});
    EXPECT_TRUE(fault.starts_with("cannot let a seccomp agent answer \"" + name +
                                  "\": the action of a rule for it is SCMP_ACT_NOTIFY"))
        << fault;
    EXPECT_NE(fault.find("hint: take it out of the names with SCMP_ACT_NOTIFY"), std::string::npos) << fault;
  }
  EXPECT_NE(agent_fault({false, {""}}), "");
}

TEST(SeccompAgent, doesNotAnswerForTheKernel) {
  const std::string all = agent_fault({true, {"write", "setns", "openat2", "write"}});
  const std::string start = "cannot let a seccomp agent answer \"";
  EXPECT_NE(all.find(start + "every other system call\": defaultAction is SCMP_ACT_NOTIFY in linux.seccomp"),
            std::string::npos)
      << all;
  EXPECT_NE(all.find("hint: set another defaultAction"), std::string::npos) << all;
  EXPECT_NE(all.find(start + "openat2\": the action of a rule for it is SCMP_ACT_NOTIFY"), std::string::npos)
      << all;
  EXPECT_EQ(all.find("setns"), std::string::npos) << all;
  EXPECT_EQ(all.find("\"write\""), all.rfind("\"write\"")) << all;
}

TEST(RawFilters, areRefusedEach) {
  EXPECT_EQ(refused([] { expect_no_raw_filters({}); }), "");
  const std::string both = refused([] {
    expect_no_raw_filters({"run.oci.seccomp.receiver", "run.oci.seccomp_bpf_data"});
  });
  for (const std::string key : {"run.oci.seccomp.receiver", "run.oci.seccomp_bpf_data"}) {
    EXPECT_NE(both.find("cannot use the annotation \"" + key +
                        "\": what it adds to crun's seccomp filter is not in"),
              std::string::npos)
        << both;
  }
  EXPECT_NE(both.find("hint: remove the annotation, and write the filter into linux.seccomp"),
            std::string::npos)
      << both;
}

TEST(Mounts, refusesOurPlaceHoweverItIsWritten) {
  for (const char* path :
       {"/run/aa-hat", "/run/aa-hat/", "//run///aa-hat", "/run/./aa-hat", "run/aa-hat", "/x/../run/aa-hat",
        "/../run/aa-hat", "/run/aa-hat/plan", "/var/run/aa-hat", "/var/./run/aa-hat/x", "/run/aa-hat/x/.."}) {
    EXPECT_NE(mount_fault(path).find("is where the launcher and its plan are put"), std::string::npos)
        << path;
  }
}

TEST(Mounts, takesWhatIsElsewhere) {
  for (const char* path : {"/run", "/", "/run/aa-hatx", "/run/aa-hat/..", "/run/user", "/var/run", "/aa-hat",
                           "/x/run/aa-hat", ""}) {
    EXPECT_EQ(mount_fault(path), "") << path;
  }
}

}  // namespace
}  // namespace aahat
