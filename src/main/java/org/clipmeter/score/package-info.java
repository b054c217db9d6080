/** The scoring pipeline and its results. */
@NullMarked
package org.clipmeter.score;

import org.jspecify.annotations.NullMarked;
