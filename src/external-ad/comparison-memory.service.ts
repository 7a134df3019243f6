import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SettingEntity } from '../platform/config/setting.entity';
import type { Instant } from '../platform/time';
import type { GroupMemory } from './group-drift';

const KEY = 'ad-comparison';

/** What one comparison leaves to the next. */
export interface ComparisonMemory {
  beganAt: Instant;
  /** Null before one was complete. */
  groups: GroupMemory | null;
}

/** Kept as one setting: the groups are few, one a municipality and one for all. */
@Injectable()
export class ComparisonMemories {
  async load(manager: EntityManager): Promise<ComparisonMemory | null> {
    const row = await manager.findOneBy(SettingEntity, { key: KEY });
    return row && (JSON.parse(row.value) as ComparisonMemory);
  }

  async keep(manager: EntityManager, memory: ComparisonMemory): Promise<void> {
    await manager.upsert(SettingEntity, { key: KEY, value: JSON.stringify(memory) }, ['key']);
  }
}
