/** Groups of options that a command takes as a whole, and what they stand for in the library. */
@NullMarked
package org.clipmeter.notebook.option;

import org.jspecify.annotations.NullMarked;
