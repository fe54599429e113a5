/**
 * One tooltip for the whole page, as text: shows `data-tip` of what is under the pointer or has the
 * keyboard's focus. Escape closes it.
 */
export function installTooltip(root: HTMLElement): void {
  const tip = document.createElement('div');
  tip.className = 'tooltip';
  tip.id = 'tooltip';
  tip.setAttribute('role', 'tooltip');
  // A screen reader reads it as the description of its owner, and meets it nowhere else.
  tip.setAttribute('aria-hidden', 'true');
  tip.hidden = true;
  document.body.append(tip);
  let owner: Element | undefined;

  const hide = () => {
    tip.hidden = true;
    owner?.removeAttribute('aria-describedby');
    owner = undefined;
  };
  const show = (target: EventTarget | null) => {
    const element = target instanceof Element ? target.closest('[data-tip]') : null;
    const text = element?.getAttribute('data-tip') ?? '';
    hide();
    if (element === null || text === '') {
      return;
    }
    owner = element;
    if (element.getAttribute('aria-label') !== text) {
      element.setAttribute('aria-describedby', tip.id);
    }
    tip.textContent = text;
    tip.hidden = false;
    const box = element.getBoundingClientRect();
    const { width, height } = tip.getBoundingClientRect();
    const left = Math.min(box.left, window.innerWidth - width - 8);
    const below = box.bottom + 6;
    tip.style.left = `${Math.max(8, left)}px`;
    tip.style.top = `${below + height > window.innerHeight ? Math.max(4, box.top - height - 6) : below}px`;
  };

  root.addEventListener('pointerover', (event) => {
    show(event.target);
  });
  root.addEventListener('pointerleave', hide);
  root.addEventListener('focusin', (event) => {
    if (event.target instanceof Element && event.target.matches(':focus-visible')) {
      show(event.target);
    }
  });
  root.addEventListener('focusout', hide);
  window.addEventListener('scroll', hide, { passive: true });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && owner !== undefined) {
      hide();
    }
  });
}
