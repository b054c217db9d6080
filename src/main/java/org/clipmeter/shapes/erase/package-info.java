/** Ways to erase a concept from the shapes world: artists that stand for text-to-image models after an erasure. */
@NullMarked
package org.clipmeter.shapes.erase;

import org.jspecify.annotations.NullMarked;
