/** Attacks on erased models as results, and the door for plain Java. */
@NullMarked
package org.clipmeter.result.attack;

import org.jspecify.annotations.NullMarked;
