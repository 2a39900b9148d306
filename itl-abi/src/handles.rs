//! Things by number. A number holds its place and how often the place was used, so that a number whose thing is gone is
//! never taken for the thing that came after it.

/// Things by handle; no handle is 0.
pub(crate) struct Handles<T> {
    slots: Vec<Slot<T>>,
    free: Vec<u32>,
}

struct Slot<T> {
    generation: u32,
    thing: Option<T>,
}

impl<T: Clone> Handles<T> {
    pub(crate) const fn new() -> Self {
        Self { slots: Vec::new(), free: Vec::new() }
    }

    /// Keeps a thing; nothing where there are four thousand million already.
    pub(crate) fn put(&mut self, thing: T) -> Option<u64> {
        let place = if let Some(place) = self.free.pop() {
            place
        } else {
            let place = u32::try_from(self.slots.len()).ok()?;
            self.slots.push(Slot { generation: 0, thing: None });
            place
        };
        let slot = self.slots.get_mut(place as usize)?;
        slot.generation += 1;
        slot.thing = Some(thing);
        Some(u64::from(slot.generation) << 32 | u64::from(place))
    }

    pub(crate) fn get(&self, handle: u64) -> Option<T> {
        let (place, generation) = parts(handle);
        let slot = self.slots.get(place)?;
        slot.thing.as_ref().filter(|_| slot.generation == generation).cloned()
    }

    pub(crate) fn take(&mut self, handle: u64) -> Option<T> {
        let (place, generation) = parts(handle);
        let slot = self.slots.get_mut(place).filter(|slot| slot.generation == generation)?;
        let thing = slot.thing.take()?;
        // A place that has been used up is left empty for ever.
        if generation < u32::MAX {
            self.free.push(u32::try_from(place).ok()?);
        }
        Some(thing)
    }
}

/// The place of a handle, and its generation, which is 1 or more.
fn parts(handle: u64) -> (usize, u32) {
    let low = usize::try_from(handle & u64::from(u32::MAX)).unwrap_or(usize::MAX);
    (low, u32::try_from(handle >> 32).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_good_until_it_is_given_back_and_never_again() {
        let mut handles = Handles::new();
        let (a, b) = (handles.put('a').unwrap(), handles.put('b').unwrap());
        assert_eq!((handles.get(a), handles.get(b)), (Some('a'), Some('b')));
        assert_eq!(handles.take(a), Some('a'));
        assert_eq!((handles.take(a), handles.get(a)), (None, None));
        let c = handles.put('c').unwrap();
        assert_ne!(c, a);
        assert_eq!(c & 0xffff_ffff, a & 0xffff_ffff, "the place is used again");
        assert_eq!((handles.get(a), handles.get(c)), (None, Some('c')));
        for unknown in [0, 1, 1 << 32 | 7, u64::MAX] {
            assert_eq!((handles.get(unknown), handles.take(unknown)), (None, None));
        }
    }

    #[test]
    fn a_place_that_is_used_up_is_left_empty() {
        let mut handles = Handles::new();
        handles.put('a').unwrap();
        handles.slots[0].generation = u32::MAX - 1;
        handles.slots[0].thing = None;
        handles.free.push(0);
        let last = handles.put('b').unwrap();
        assert_eq!(handles.take(last), Some('b'));
        let next = handles.put('c').unwrap();
        assert_eq!(next & 0xffff_ffff, 1);
    }
}
