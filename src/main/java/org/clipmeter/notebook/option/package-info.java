/** Groups of options, of one command or of several, and what they stand for in the library. */
@NullMarked
package org.clipmeter.notebook.option;

import org.jspecify.annotations.NullMarked;
