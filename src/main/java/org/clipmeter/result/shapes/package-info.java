/** Runs drawn from the shapes world, as results. */
@NullMarked
package org.clipmeter.result.shapes;

import org.jspecify.annotations.NullMarked;
