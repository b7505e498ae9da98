package bot

import "context"

// alone handles what comes in a private chat.
func (c *Conversation) alone(ctx context.Context, in incoming, files Files) ([]Reply, error) {
	if in.kind == nothing {
		return nil, nil
	}
	before, ok, err := c.latest(ctx, in)
	if err != nil {
		return nil, err
	}
	replies, err := c.talk(ctx, in, files)
	if err != nil {
		return nil, err
	}
	return c.withPlaceButton(ctx, in, asked(before, ok), before, replies)
}

// talk is alone without the button that sends a place.
func (c *Conversation) talk(ctx context.Context, in incoming, files Files) ([]Reply, error) {
	switch in.kind {
	case command:
		return c.commanded(ctx, in)
	case wrote:
		return c.written(ctx, in)
	case tapped:
		return c.tapped(ctx, in)
	case located:
		return c.located(ctx, in)
	case attached:
		return c.attached(ctx, in, files)
	case unreadable:
		return c.unreadable(ctx, in)
	}
	return nil, nil
}
