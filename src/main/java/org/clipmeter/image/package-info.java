/** A decoded picture: its colors and its transparency; and the reasons for refusing a file. */
@NullMarked
package org.clipmeter.image;

import org.jspecify.annotations.NullMarked;
