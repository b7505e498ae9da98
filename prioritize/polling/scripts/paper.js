// Ballots that the server has not answered for yet, by slip and round. They are kept on the phone until it has, and no
// longer: whoever holds the phone after that finds nothing.

const prefix = "ashar-ballot ";
const life = 24 * 3600e3; // in milliseconds: no vote is open for so long
const held = {}; // where the phone keeps nothing

// keep keeps a ballot in place of what it had of the same slip and round, and reports whether it outlives the page.
export function keep(id, ballot) {
  held[id] = ballot;
  try {
    localStorage.setItem(prefix + id, JSON.stringify(ballot));
    return true;
  } catch (error) {
    return false;
  }
}

// drop forgets a ballot, unless another has taken its place.
export function drop(id, ballot) {
  const now = all()[id];
  if (now && now.body !== ballot.body) return;
  delete held[id];
  try {
    localStorage.removeItem(prefix + id);
  } catch (error) {
    // there is nothing to remove
  }
}

// all are those that are held, by their ids.
export function all() {
  const found = Object.assign({}, held);
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.indexOf(prefix)) continue;
      const ballot = JSON.parse(localStorage.getItem(name));
      if (Date.now() - ballot.at < life) found[name.slice(prefix.length)] = ballot;
      else localStorage.removeItem(name);
    }
  } catch (error) {
    // what is in memory is all there is
  }
  return found;
}
