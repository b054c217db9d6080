/** What a decoded picture is: its colors, its transparency, and why a file is not one. */
@NullMarked
package org.clipmeter.image;

import org.jspecify.annotations.NullMarked;
