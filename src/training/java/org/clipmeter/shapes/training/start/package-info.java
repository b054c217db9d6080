/** The program that trains the bundled models. */
@NullMarked
package org.clipmeter.shapes.training.start;

import org.jspecify.annotations.NullMarked;
