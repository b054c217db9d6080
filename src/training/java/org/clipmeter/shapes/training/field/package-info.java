/** The training of the field. */
@NullMarked
package org.clipmeter.shapes.training.field;

import org.jspecify.annotations.NullMarked;
