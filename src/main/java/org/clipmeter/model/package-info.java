/**
 * What all families of models have in common: they embed images and texts in one space and define how to compare these.
 */
@NullMarked
package org.clipmeter.model;

import org.jspecify.annotations.NullMarked;
