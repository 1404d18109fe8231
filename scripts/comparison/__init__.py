# SPDX-License-Identifier: Apache-2.0
"""What scripts/compare is made of."""
