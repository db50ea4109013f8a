package dev.echospec;

import org.junit.platform.suite.api.ConfigurationParameter;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * Every case as a JUnit test against {@code -Dechospec.target}, or against the embedded reference
 * server. A build of your own needs just such a class.
 */
@Suite
@IncludeEngines("jqwik")
@SelectPackages("dev.echospec.suite")
@IncludeClassNamePatterns(".*Cases")
@ConfigurationParameter(key = "jqwik.reporting.onlyfailures", value = "true")
class ConformanceIT {}
