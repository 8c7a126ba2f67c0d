"""A Matrix client made with matrix-nio, led by a test over standard input and output.

Arguments: the server's address, user id, device id, access token.
In, one JSON object a line:
    {"do": "join", "room": ID}
    {"do": "say", "room": ID, "body": WORDS, "thread": EVENT ID or null}
Out, one JSON object a line: {"did": EVENT OR ROOM ID} or {"refused": WORDS} for each order,
and for each message seen, its own included:
    {"kind": "text" or "notice", "room", "id", "sender", "body", "thread", "answers"}
It ends when standard input closes.
"""

import asyncio
import json
import sys

from nio import (
    AsyncClient,
    JoinResponse,
    RoomMessageNotice,
    RoomMessageText,
    RoomSendResponse,
)

HOLD_MILLISECONDS = 20_000


def tell(line: dict) -> None:
    print(json.dumps(line), flush=True)


def on_message(room, event) -> None:
    relation = event.source["content"].get("m.relates_to", {})
    in_thread = relation.get("rel_type") == "m.thread"
    tell(
        {
            "kind": "notice" if isinstance(event, RoomMessageNotice) else "text",
            "room": room.room_id,
            "id": event.event_id,
            "sender": event.sender,
            "body": event.body,
            "thread": relation.get("event_id") if in_thread else None,
            "answers": relation.get("m.in_reply_to", {}).get("event_id"),
        }
    )


async def join(client: AsyncClient, order: dict) -> dict:
    answer = await client.join(order["room"])
    if isinstance(answer, JoinResponse):
        return {"did": answer.room_id}
    return {"refused": str(answer)}


async def say(client: AsyncClient, order: dict) -> dict:
    content = {"msgtype": "m.text", "body": order["body"]}
    if order["thread"]:
        content["m.relates_to"] = {
            "rel_type": "m.thread",
            "event_id": order["thread"],
            "is_falling_back": True,
            "m.in_reply_to": {"event_id": order["thread"]},
        }
    answer = await client.room_send(order["room"], "m.room.message", content)
    if isinstance(answer, RoomSendResponse):
        return {"did": answer.event_id}
    return {"refused": str(answer)}


ORDERS = {"join": join, "say": say}


async def obey(client: AsyncClient) -> None:
    lines = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := await lines.readline():
        order = json.loads(line)
        tell(await ORDERS[order["do"]](client, order))


async def main(url: str, user: str, device: str, token: str) -> None:
    client = AsyncClient(url, user)
    client.restore_login(user, device, token)
    client.add_event_callback(on_message, (RoomMessageText, RoomMessageNotice))
    watching = asyncio.create_task(client.sync_forever(timeout=HOLD_MILLISECONDS))
    obeying = asyncio.create_task(obey(client))
    done, _ = await asyncio.wait(
        (watching, obeying), return_when=asyncio.FIRST_COMPLETED
    )
    watching.cancel()
    await client.close()
    for task in done:
        task.result()


asyncio.run(main(*sys.argv[1:]))
