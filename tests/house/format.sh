#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every C++ file stands as clang-format sets it. Usage: format.sh CLANG-FORMAT
set -eu
git ls-files '*.cpp' '*.hpp' | xargs "$1" --dry-run -Werror
