/** Where an image matches a text: relevance maps over its patches, each with curves that show how faithful it is. */
@NullMarked
package org.clipmeter.explain;

import org.jspecify.annotations.NullMarked;
