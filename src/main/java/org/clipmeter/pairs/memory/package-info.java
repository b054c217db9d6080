/** Images of a run that are in memory and not in files. */
@NullMarked
package org.clipmeter.pairs.memory;

import org.jspecify.annotations.NullMarked;
