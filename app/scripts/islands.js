// Wakes the islands of a page, after the page itself is there.
import init, * as islands from './islands_module.js'

await init({ module_or_path: new URL('./islands_module_bg.wasm', import.meta.url) })
islands.hydrate()
for (const element of document.querySelectorAll('leptos-island')) {
  islands[element.dataset.component]?.(element)
}
