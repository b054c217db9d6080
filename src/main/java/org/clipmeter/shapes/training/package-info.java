/** The training of the bundled model: from renderings made during training to a folder in Hugging Face format. */
@NullMarked
package org.clipmeter.shapes.training;

import org.jspecify.annotations.NullMarked;
