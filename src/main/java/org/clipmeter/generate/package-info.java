/** Images from services that make them from texts: what is asked, how each service answers, and the folder that the images go to. */
@NullMarked
package org.clipmeter.generate;

import org.jspecify.annotations.NullMarked;
