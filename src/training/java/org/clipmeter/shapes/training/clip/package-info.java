/** The training of the bundled CLIPs, from renderings made during the training to folders in Hugging Face format. */
@NullMarked
package org.clipmeter.shapes.training.clip;

import org.jspecify.annotations.NullMarked;
