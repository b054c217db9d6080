/** Draws prompts of the shapes world into pictures, files and the folder of a run. */
@NullMarked
package org.clipmeter.shapes.drawing;

import org.jspecify.annotations.NullMarked;
