/** What one looks at: pages, plots and event files of runs and studies. */
package growth.report;
