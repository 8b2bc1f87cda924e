#!/usr/bin/env python3
"""A second implementation of the figure's kinematics, in the words of domain.md 10.

    reference.py FOLDER-OF-POSES > tests/figure/joints.txt

prints a line for every key and for 25, 50 and 75 percent of the way to the next:
id, key, percent, and x y of each joint in the order of enum joint.  The C code is
compared with that file; `make joints` writes it anew after a pose was changed.
"""
import configparser
import math
import pathlib
import sys

SKELETON = {"lumbar": 10, "thorax": 13, "neck": 7, "head_radius": 4.5, "upper_arm": 12, "forearm": 11, "hand": 3,
            "thigh": 18, "shin": 18, "foot": 6, "shoulder_half": 7, "shoulder_drop": 1.5, "hip_half": 3.5}
ORDER = ["pelvis", "waist", "chest", "head"] + [
    joint + far for far in ("", "2") for joint in ("shoulder", "elbow", "wrist", "finger", "hip", "knee", "ankle", "toe")]


def unit(a):
    return math.cos(math.radians(a)), math.sin(math.radians(a))


def norm(a):
    while a <= -180:
        a += 360
    while a > 180:
        a -= 360
    return a


def add(p, a, r):
    u = unit(a)
    return (p[0] + u[0] * r, p[1] + u[1] * r)


class Bad(Exception):
    pass


def load(path):
    cp = configparser.ConfigParser(interpolation=None, strict=True)
    with open(path, encoding="utf-8") as f:
        cp.read_file(f)
    pose = {"head": dict(cp[path.stem]), "keys": [dict(cp[s]) for s in cp.sections() if "/" in s]}
    pose["skel"] = {k: float(pose["head"].get(k, v)) for k, v in SKELETON.items()}
    return pose


def nums(s):
    return [float(x) for x in s.split()]


def limb_angles(spec, start, l1, l2, want, extra):
    """spec 'a b [c]' or 'to x y [end-angle]'; start None means relative run (angles only)."""
    w = spec.split()
    if w[0] != "to":
        a = [float(x) for x in w]
        if len(a) == 2:
            a.append(extra(a[1]))
        return a
    if start is None:
        return None
    sign = want
    if w[-1] in "+-":
        sign = 1 if w.pop() == "+" else -1
    tx, ty = float(w[1]), float(w[2])
    dx, dy = tx - start[0], ty - start[1]
    d = math.hypot(dx, dy)
    if d > l1 + l2 + 1e-6 or d < abs(l1 - l2):
        raise Bad("out of reach by %.1f: %s" % (d - l1 - l2, spec))
    base = math.degrees(math.atan2(dy, dx))
    c = max(-1, min(1, (l1 * l1 + d * d - l2 * l2) / (2 * l1 * d)))
    off = math.degrees(math.acos(c))
    a1 = base - sign * off
    mid = add(start, a1, l1)
    a2 = math.degrees(math.atan2(ty - mid[1], tx - mid[0]))
    a3 = float(w[3]) if len(w) > 3 else extra(a2)
    return [a1, a2, a3]


def fill(key, prev):
    """a key may leave out what it does not change"""
    out = dict(prev)
    out.update(key)
    if "arm" in key and "arm2" not in key and prev.get("_arm2auto", True):
        out["arm2"] = key["arm"]
    if "leg" in key and "leg2" not in key and prev.get("_leg2auto", True):
        out["leg2"] = key["leg"]
    if not prev:
        out["_arm2auto"] = "arm2" not in key
        out["_leg2auto"] = "leg2" not in key
        out.setdefault("arm2", out["arm"])
        out.setdefault("leg2", out["leg"])
    else:
        if "arm2" in key:
            out["_arm2auto"] = False
        if "leg2" in key:
            out["_leg2auto"] = False
    return out


def angles(key, S, view):
    """resolve one key pose to pelvis position + absolute angles"""
    lum, tho = nums(key["spine"])
    head = float(key["head"])
    shrug = float(key.get("shrug", 0))
    turn = float(key.get("turn", 0))
    A = {"lumbar": lum, "thorax": tho, "head": head, "shrug": shrug, "turn": turn}
    front = view == "front" or (view == "top" and key.get("_flat") == "yes")
    A["_front"] = front
    A["face"] = float(key.get("face", turn))
    foot = lambda a: a + 90
    hand = lambda a: a
    for side in ("", "2"):
        A["arm" + side] = limb_angles(key["arm" + side], None, S["upper_arm"], S["forearm"], 1, hand)
        A["leg" + side] = limb_angles(key["leg" + side], None, S["thigh"], S["shin"], -1, foot)
    J = joints(A, S, (0, 0))
    name, x, y = key["pin"].split()
    if name not in J:
        raise Bad("pin %s is on a limb placed with 'to'" % name)
    px, py = float(x) - J[name][0], float(y) - J[name][1]
    A["pelvis"] = (px, py)
    A["pin"] = (name, float(x), float(y))
    A["reach"] = {}
    J = joints(A, S, A["pelvis"])
    for side in ("", "2"):
        sa = 1 if not front else (1 if side == "" else -1)
        sl = -1 if not front else (-1 if side == "" else 1)
        if A["arm" + side] is None:
            A["reach"]["arm" + side] = key["arm" + side]
            A["arm" + side] = limb_angles(key["arm" + side], J["shoulder" + side], S["upper_arm"], S["forearm"], sa, hand)
        if A["leg" + side] is None:
            A["reach"]["leg" + side] = key["leg" + side]
            A["leg" + side] = limb_angles(key["leg" + side], J["hip" + side], S["thigh"], S["shin"], sl, foot)
    return A


def joints(A, S, pelvis):
    J = {"pelvis": pelvis}
    J["waist"] = add(pelvis, A["lumbar"], S["lumbar"])
    J["chest"] = add(J["waist"], A["thorax"], S["thorax"])
    J["head"] = add(J["chest"], A["head"], S["neck"])
    sh = add(J["chest"], A["thorax"], A["shrug"] - S["shoulder_drop"])
    f = A["_front"]
    sw = S["shoulder_half"] * math.cos(math.radians(A["turn"])) if f else 0
    hw = S["hip_half"] if f else 0
    J["shoulder"], J["shoulder2"] = add(sh, A["thorax"] + 90, sw), add(sh, A["thorax"] - 90, sw)
    J["hip"], J["hip2"] = add(pelvis, A["lumbar"] + 90, hw), add(pelvis, A["lumbar"] - 90, hw)
    for s in ("", "2"):
        if A.get("arm" + s) is not None:
            a = A["arm" + s]
            J["elbow" + s] = add(J["shoulder" + s], a[0], S["upper_arm"])
            J["wrist" + s] = add(J["elbow" + s], a[1], S["forearm"])
            J["finger" + s] = add(J["wrist" + s], a[2], S["hand"])
        if A.get("leg" + s) is not None:
            a = A["leg" + s]
            J["knee" + s] = add(J["hip" + s], a[0], S["thigh"])
            J["ankle" + s] = add(J["knee" + s], a[1], S["shin"])
            J["toe" + s] = add(J["ankle" + s], a[2], S["foot"])
    return J


def props(d):
    return {k: v.split() for k, v in d.items() if k.startswith("prop.")}


def resolve(p):
    view = p["head"].get("view", "side")
    prev, out, pr = {}, [], props(p["head"])
    for k in p["keys"]:
        full = fill(k, prev)
        full["_flat"] = p["head"].get("flat", "no")
        prev = full
        A = angles(full, p["skel"], view)
        pr = dict(pr)
        pr.update(props(k))
        out.append({"A": A, "J": joints(A, p["skel"], A["pelvis"]), "props": pr,
                    "label": k.get("label", ""), "move": float(k.get("move", 2)), "stay": float(k.get("stay", 0))})
    return out


def tween(a, b, t, S):
    A, B = a["A"], b["A"]
    C = {}
    for k in A:
        if k in ("_front", "pin", "reach"):
            C[k] = A[k]
        elif k == "pelvis":
            C[k] = tuple(A[k][i] + (B[k][i] - A[k][i]) * t for i in (0, 1))
        elif isinstance(A[k], list):
            C[k] = [x + norm(y - x) * t for x, y in zip(A[k], B[k])]
        elif k in ("shrug", "turn", "face"):
            C[k] = A[k] + (B[k] - A[k]) * t
        else:
            C[k] = A[k] + norm(B[k] - A[k]) * t
    # rule 1: both keys pin the same joint -> keep it on the line between the two pin points
    if A["pin"][0] == B["pin"][0]:
        q = A["pin"][0]
        J = joints(C, S, (0, 0))
        C["pelvis"] = tuple(A["pin"][i + 1] + (B["pin"][i + 1] - A["pin"][i + 1]) * t - J[q][i] for i in (0, 1))
    # rule 2: a limb placed with 'to' in both keys keeps its hand or foot on the line between the two targets
    J = joints(C, S, C["pelvis"])
    for limb in A["reach"]:
        if limb in B["reach"]:
            u, v = A["reach"][limb].split(), B["reach"][limb].split()
            root = J[("shoulder" if limb[:3] == "arm" else "hip") + limb[3:]]
            l1, l2 = (S["upper_arm"], S["forearm"]) if limb[:3] == "arm" else (S["thigh"], S["shin"])
            x, y = (float(u[i]) + (float(v[i]) - float(u[i])) * t for i in (1, 2))
            d = math.dist((x, y), root)
            if d > l1 + l2:
                k = (l1 + l2 - .01) / d
                x, y = root[0] + (x - root[0]) * k, root[1] + (y - root[1]) * k
            bend = 1 if norm(A[limb][1] - A[limb][0]) >= 0 else -1
            g = limb_angles("to %r %r %s" % (x, y, "+" if bend > 0 else "-"), root, l1, l2, 1, lambda z: 0)
            C[limb] = [g[0], g[1], C[limb][2]]
    pr = {}
    for k, v in b["props"].items():
        u = a["props"].get(k, v)
        pr[k] = [v[0]] + [x if not num(x) or not num(y) else "%g" % (float(x) + (float(y) - float(x)) * t)
                          for x, y in zip(u[1:], v[1:])]
    return {"A": C, "props": pr}


def num(s):
    try:
        float(s)
        return True
    except ValueError:
        return False


def row(name, key, percent, J):
    print(name, key, percent, " ".join("%.1f %.1f" % J[q] for q in ORDER))


def main():
    for path in sorted(pathlib.Path(sys.argv[1]).glob("*.ini")):
        pose = load(path)
        R = resolve(pose)
        for i, a in enumerate(R):
            row(path.stem, i + 1, 0, a["J"])
            for percent in (25, 50, 75):
                m = tween(a, R[(i + 1) % len(R)], percent / 100, pose["skel"])
                row(path.stem, i + 1, percent, joints(m["A"], pose["skel"], m["A"]["pelvis"]))


main()
