/** What all of clipmeter's errors have in common: one safe line for people, a kind, and a section of the troubleshooting guide. */
@NullMarked
package org.clipmeter.failure;

import org.jspecify.annotations.NullMarked;
