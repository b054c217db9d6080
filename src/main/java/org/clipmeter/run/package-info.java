/** Runs of the reference's configurations: what they ask for is computed from images that exist, and reported as the reference does. */
@NullMarked
package org.clipmeter.run;

import org.jspecify.annotations.NullMarked;
