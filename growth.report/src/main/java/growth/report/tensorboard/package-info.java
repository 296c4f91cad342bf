/** Event files for TensorBoard, written while a run trains. */
package growth.report.tensorboard;
