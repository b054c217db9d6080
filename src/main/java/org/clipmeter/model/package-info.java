/** What is known of a model whatever its family: it embeds images and texts in one space, and says how to compare them. */
@NullMarked
package org.clipmeter.model;

import org.jspecify.annotations.NullMarked;
