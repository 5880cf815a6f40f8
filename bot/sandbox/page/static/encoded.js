// A chosen file as the server takes it.

/** {name, data} with the content in base64. */
export function encoded(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () =>
      resolve({ name: file.name, data: reader.result.slice(reader.result.indexOf(",") + 1) }),
    );
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(file);
  });
}
