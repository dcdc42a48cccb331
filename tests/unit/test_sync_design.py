from __future__ import annotations
import itertools
from dataclasses import dataclass, field
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test, Bundle
from app.model.sync.ledger import NEVER, Version, answer
from app.model.sync.op import Op
from app.model.sync.replica import Replica, changed, met, taken
from app.model.sync.shadow import Shadow
from dataclasses import replace
import copy as copying

class Server:
    def __init__(self):
        self.records = {}   # key -> (seq, Version)
        self.answers = {}   # op id -> Answer
        self.commits = {0: ""}  # seq -> op id
        self.seq = 0
    def push(self, op, witness):
        if self.commits.get(witness[0]) != witness[1]: return None
        if op.id in self.answers: return self.answers[op.id]
        seq, there = self.records.get(op.key, (0, NEVER))
        said = answer(there, op)
        if said.taken and said.now.name == op.id:
            self.seq += 1
            self.records[op.key] = (self.seq, said.now)
            self.commits[self.seq] = op.id
        if said.taken: self.answers[op.id] = said
        return said
    def pull(self, cursor, witness):
        seq = cursor
        other_past = self.commits.get(witness[0]) != witness[1]
        since = 0 if other_past else seq
        rows = sorted((s, k, v) for k, (s, v) in self.records.items() if s > since) if True else []
        return other_past, [(k, v) for s, k, v in rows], self.seq, (self.seq, self.commits[self.seq])
    def backup(self): return copying.deepcopy((self.records, self.answers, self.commits, self.seq))
    def restore(self, b): self.records, self.answers, self.commits, self.seq = copying.deepcopy(b)

class Device:
    ids = itertools.count(1)
    def __init__(self, name, server):
        self.name, self.server = name, server
        self.all = {}
        self.cursor, self.witness, self.restored = 0, (0, ""), False
    def get(self, key): return self.all.get(key, Replica())
    def op(self, key, base, body): return Op(f"{self.name}{next(self.ids)}", key, base, body)
    def edit(self, key, body):
        self.all[key] = changed(self.get(key), self.op(key, "", body))
    def meet(self, key, there, other_past=False):
        kind = key.split("/")[0]
        m = met(self.get(key), there, lambda base, body: self.op(key, base, body), kind, other_past=other_past)
        self.all[key] = m.replica
        if m.copy is not None:
            self.edit(f"{kind}/copy{next(self.ids)}", m.copy)
    def push(self, lose=None):
        """lose: ('request'|'reply', n)"""
        for n, key in enumerate(sorted(self.all)):
            here = self.all[key]
            if here.pending.empty: continue
            here = self.all[key] = replace(here, pending=here.pending.sending())
            op = here.pending.sent
            if lose == ("request", n): return False
            said = self.server.push(op, self.witness)
            if lose == ("reply", n): return False
            if said is None:
                self.restored = True
                for k, h in self.all.items():
                    p = h.pending
                    self.all[k] = replace(h, pending=replace(p, sent=None, waiting=p.waiting or p.sent))
                return True
            if said.taken:
                self.all[key] = taken(here, said.now)
                self.witness = (self.server.seq, self.server.commits[self.server.seq])
            else:
                # not taken: what was sent waits again
                p = here.pending
                self.all[key] = replace(here, pending=replace(p, sent=None, waiting=p.waiting or p.sent))
                self.meet(key, said.now)
        return True
    def pull(self):
        if any(r.pending.sent for r in self.all.values()): return
        other, rows, cursor, witness = self.server.pull(self.cursor, self.witness)
        for key, there in rows: self.meet(key, there, other)
        if other:
            seen = {k for k, _ in rows}
            for key in list(self.all):
                if key not in seen and self.all[key].shadow.version:
                    self.meet(key, NEVER, other)
        self.cursor, self.witness, self.restored = cursor, witness, False
    def sync(self):
        for _ in range(3):
            while not self.push(): pass
            self.pull()

KEYS = ("asset/1", "asset/2", "playlist/1")
class Sync(RuleBasedStateMachine):
    @initialize(n=st.integers(2, 4))
    def begin(self, n):
        self.server = Server()
        self.devices = [Device("abcd"[i], self.server) for i in range(n)]
        self.made = {}      # value -> key kind
        self.superseded = set()
        self.values = itertools.count(1)
        self.backup = None
    def dev(self, d): return self.devices[d % len(self.devices)]
    @rule(d=st.integers(0,3), key=st.sampled_from(KEYS[:2]), f=st.sampled_from("xy"))
    def edit(self, d, key, f):
        dev = self.dev(d); body = dict(dev.get(key).body or {})
        if f in body: self.superseded.add(body[f])
        v = next(self.values); body[f] = v; self.made[v] = key
        dev.edit(key, body)
    @rule(d=st.integers(0,3), where=st.integers(0, 5))
    def add(self, d, where):
        dev = self.dev(d); body = dict(dev.get(KEYS[2]).body or {}); items = list(body.get("items", ()))
        v = next(self.values); items.insert(where % (len(items)+1), {"id": v}); self.made[v] = KEYS[2]
        dev.edit(KEYS[2], {**body, "items": items})
    @rule(d=st.integers(0,3), where=st.integers(0, 5))
    def take_off(self, d, where):
        dev = self.dev(d); body = dict(dev.get(KEYS[2]).body or {}); items = list(body.get("items", ()))
        if not items: return
        self.superseded.add(items.pop(where % len(items))["id"])
        dev.edit(KEYS[2], {**body, "items": items})
    @rule(d=st.integers(0,3), key=st.sampled_from(KEYS))
    def delete(self, d, key):
        dev = self.dev(d); body = dev.get(key).body
        if body is None: return
        for v in values(body): self.superseded.add(v)
        dev.edit(key, None)
    @rule(d=st.integers(0,3), how=st.sampled_from(["request","reply"]), n=st.integers(0,3))
    def push_troubled(self, d, how, n): self.dev(d).push((how, n))
    @rule(d=st.integers(0,3))
    def push(self, d): self.dev(d).push()
    @rule(d=st.integers(0,3))
    def pull(self, d): self.dev(d).pull()
    @rule()
    def save_backup(self): self.backup = self.server.backup()
    @rule()
    def restore(self):
        if self.backup: self.server.restore(self.backup)
    @rule()
    def everybody(self):
        for _ in range(6):
            for dev in self.devices: dev.sync()
        first = {k: r.body for k, r in self.devices[0].all.items() if r.body is not None}
        for dev in self.devices:
            assert all(r.pending.empty for r in dev.all.values()), (dev.name, dev.all)
            mine = {k: r.body for k, r in dev.all.items() if r.body is not None}
            assert mine == first, (mine, first)
        there = {k: v.body for k, (s, v) in self.server.records.items() if v.body is not None}
        assert there == first, (there, first)
        seen = {v for body in first.values() for v in values(body)}
        lost = {v for v in self.made if v not in self.superseded and v not in seen}
        assert not lost, (lost, first)
    def teardown(self):
        if hasattr(self, "devices"): self.everybody()
def values(body):
    for k, v in body.items():
        if k == "items": yield from (i["id"] for i in v)
        else: yield v
def test_it():
    run_state_machine_as_test(Sync, settings=settings(max_examples=400, stateful_step_count=40, deadline=None))
