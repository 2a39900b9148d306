// Made by the build from `examples/` and the cookbook; `gallery.ts` and `components/gallery-dialog.ts` say what is in them.
declare module "virtual:gallery" {
  export const examples: unknown[];
  export const recipes: unknown;
}
declare module "virtual:gallery-first" {
  const first: unknown;
  export default first;
}
