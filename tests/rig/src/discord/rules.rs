//! Who may do what: Discord's permission bits and how roles and channel overwrites add up. Pure.

use super::id::Id;

/// A set of permission bits, named as Discord's reference names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Permissions(pub u64);

impl Permissions {
    /// No permission.
    pub const NONE: Self = Self(0);
    /// May do everything.
    pub const ADMINISTRATOR: Self = Self(1 << 3);
    /// May change channels.
    pub const MANAGE_CHANNELS: Self = Self(1 << 4);
    /// May change the server.
    pub const MANAGE_GUILD: Self = Self(1 << 5);
    /// May see a channel.
    pub const VIEW_CHANNEL: Self = Self(1 << 10);
    /// May post in a channel, or start a post in a forum.
    pub const SEND_MESSAGES: Self = Self(1 << 11);
    /// May delete and pin other people's messages.
    pub const MANAGE_MESSAGES: Self = Self(1 << 13);
    /// Links show a preview.
    pub const EMBED_LINKS: Self = Self(1 << 14);
    /// May read what was said before.
    pub const READ_MESSAGE_HISTORY: Self = Self(1 << 16);
    /// May ping everyone, here and every role.
    pub const MENTION_EVERYONE: Self = Self(1 << 17);
    /// May use an application's commands.
    pub const USE_APPLICATION_COMMANDS: Self = Self(1 << 31);
    /// May lock, archive and delete threads, and post in locked ones.
    pub const MANAGE_THREADS: Self = Self(1 << 34);
    /// May start threads that everybody sees.
    pub const CREATE_PUBLIC_THREADS: Self = Self(1 << 35);
    /// May start threads by invitation.
    pub const CREATE_PRIVATE_THREADS: Self = Self(1 << 36);
    /// May post in threads.
    pub const SEND_MESSAGES_IN_THREADS: Self = Self(1 << 38);
    /// Pin messages. Since February 2026 managing messages is not enough.
    pub const PIN_MESSAGES: Self = Self(1 << 51);
    /// Every bit.
    pub const ALL: Self = Self(u64::MAX >> 12);

    /// Both sets together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// This set less another.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether every bit of `other` is in this set.
    pub const fn allows(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// What members of a new server may do.
    pub const fn everyone() -> Self {
        Self::VIEW_CHANNEL
            .and(Self::SEND_MESSAGES)
            .and(Self::EMBED_LINKS)
            .and(Self::READ_MESSAGE_HISTORY)
            .and(Self::USE_APPLICATION_COMMANDS)
            .and(Self::CREATE_PUBLIC_THREADS)
            .and(Self::CREATE_PRIVATE_THREADS)
            .and(Self::SEND_MESSAGES_IN_THREADS)
    }
}

/// What a channel changes for a role or a person.
#[derive(Clone, Debug)]
pub(super) struct Overwrite {
    /// The role or the person.
    pub(super) of: Id,
    pub(super) is_role: bool,
    pub(super) allow: Permissions,
    pub(super) deny: Permissions,
}

/// A member as far as permissions go.
pub(super) struct Standing<'a> {
    pub(super) user: Id,
    /// The server's own id, which is also the id of the role that everybody has.
    pub(super) everyone: Id,
    pub(super) owner: bool,
    /// Their roles, without the one of everybody.
    pub(super) roles: &'a [Id],
    /// What the role of everybody and their roles give, added up.
    pub(super) base: Permissions,
}

/// What they may do in a channel with these overwrites, in Discord's order: everybody's overwrite, all
/// role overwrites together, then their own.
pub(super) fn in_channel(who: &Standing<'_>, overwrites: &[Overwrite]) -> Permissions {
    if who.owner || who.base.allows(Permissions::ADMINISTRATOR) {
        return Permissions::ALL;
    }
    let everybody = sum(overwrites, |one| one.is_role && one.of == who.everyone);
    let roles = sum(overwrites, |one| one.is_role && who.roles.contains(&one.of));
    let own = sum(overwrites, |one| !one.is_role && one.of == who.user);
    let mut may = who.base;
    for (allow, deny) in [everybody, roles, own] {
        may = may.without(deny).and(allow);
    }
    implied(may)
}

/// Without sight of a channel nothing can be done there.
fn implied(may: Permissions) -> Permissions {
    if may.allows(Permissions::VIEW_CHANNEL) {
        may
    } else {
        Permissions::NONE
    }
}

fn sum(overwrites: &[Overwrite], of: impl Fn(&Overwrite) -> bool) -> (Permissions, Permissions) {
    let none = (Permissions::NONE, Permissions::NONE);
    overwrites
        .iter()
        .filter(|one| of(one))
        .fold(none, |(allow, deny), one| {
            (allow.and(one.allow), deny.and(one.deny))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overwrite(of: u64, is_role: bool, allow: Permissions, deny: Permissions) -> Overwrite {
        let of = Id::from(of);
        Overwrite {
            of,
            is_role,
            allow,
            deny,
        }
    }

    fn member(roles: &[Id]) -> Standing<'_> {
        Standing {
            user: Id::from(7),
            everyone: Id::from(1),
            owner: false,
            roles,
            base: Permissions::everyone(),
        }
    }

    #[test]
    fn a_persons_own_overwrite_wins_over_their_roles_and_those_over_everybodys() {
        let roles = [Id::from(2)];
        let send = Permissions::SEND_MESSAGES;
        let mut overwrites = vec![overwrite(1, true, Permissions::NONE, send)];
        assert!(!in_channel(&member(&roles), &overwrites).allows(send));
        overwrites.push(overwrite(2, true, send, Permissions::NONE));
        assert!(in_channel(&member(&roles), &overwrites).allows(send));
        overwrites.push(overwrite(7, false, Permissions::NONE, send));
        assert!(!in_channel(&member(&roles), &overwrites).allows(send));
    }

    #[test]
    fn who_cannot_see_a_channel_can_do_nothing_there_and_an_owner_can_do_all() {
        let hidden = [overwrite(
            1,
            true,
            Permissions::NONE,
            Permissions::VIEW_CHANNEL,
        )];
        assert_eq!(in_channel(&member(&[]), &hidden), Permissions::NONE);
        let owner = Standing {
            owner: true,
            ..member(&[])
        };
        assert_eq!(in_channel(&owner, &hidden), Permissions::ALL);
    }
}
