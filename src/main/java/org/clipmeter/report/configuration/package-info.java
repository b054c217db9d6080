/** The reference's configurations: what they ask for, and everything that is wrong with one, found at once. */
@NullMarked
package org.clipmeter.report.configuration;

import org.jspecify.annotations.NullMarked;
