namespace Hone.Training.Inference;

/// <summary>Looks for a likely text by following several at a time; the likeliest per token wins.</summary>
internal static class BeamSearch
{
    /// <summary>The tokens that were found, prompt and end token not included.</summary>
    /// <param name="context">The prompt.</param>
    /// <param name="options">How far to look.</param>
    /// <param name="isEnd">Whether a token ends a text.</param>
    /// <param name="isStopped">Whether the tokens of a text, prompt not included, hold what ends it.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static (IReadOnlyList<int> Tokens, GenerationEnd End) Run(
        GenerationContext context,
        GenerationOptions options,
        Func<int, bool> isEnd,
        Func<IReadOnlyList<int>, bool> isStopped,
        CancellationToken cancellationToken)
    {
        int prompt = context.Texts[0].Count;
        double[] scores = [0];
        List<Text> finished = [];
        for (int length = 1; length <= options.MaxTokens; length++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            List<(double Score, int Text, int Token)> going = [];
            foreach ((double score, int text, int token) in Candidates(context, scores, options))
            {
                IReadOnlyList<int> tokens = [.. context.Texts[text].Skip(prompt), token];
                if (isEnd(token))
                {
                    finished.Add(new Text(score / length, [.. tokens.SkipLast(1)], GenerationEnd.Stop));
                }
                else if (isStopped(tokens))
                {
                    finished.Add(new Text(score / length, tokens, GenerationEnd.Stop));
                }
                else if (going.Count < options.Beams)
                {
                    going.Add((score, text, token));
                }
            }

            if (length == options.MaxTokens)
            {
                finished.AddRange(going.Select(choice =>
                    new Text(choice.Score / length, [.. context.Texts[choice.Text].Skip(prompt), choice.Token], GenerationEnd.Length)));
            }
            else if (going.Count == 0 || (finished.Count >= options.Beams && finished.Max(text => text.Score) >= going[0].Score / length))
            {
                break;
            }
            else
            {
                scores = [.. going.Select(choice => choice.Score)];
                context.Append([.. going.Select(choice => (choice.Text, choice.Token))]);
            }
        }

        Text best = finished.MaxBy(text => text.Score)!;
        return (best.Tokens, best.End);
    }

    /// <summary>The likeliest ways on, best first: twice as many as are followed, so that enough are left when half of them end.</summary>
    private static IEnumerable<(double Score, int Text, int Token)> Candidates(GenerationContext context, double[] scores, GenerationOptions options)
    {
        List<(double Score, int Text, int Token)> candidates = [];
        foreach ((int text, float[] logits) in context.Predict().Index())
        {
            TokenSampler.Penalize(logits, context.Texts[text], options.RepetitionPenalty);
            double largest = logits.Max();
            double normalizer = largest + Math.Log(logits.Sum(logit => Math.Exp(logit - largest)));
            candidates.AddRange(logits.Index()
                .OrderByDescending(logit => logit.Item)
                .Take(2 * options.Beams)
                .Select(logit => (scores[text] + logit.Item - normalizer, text, logit.Index)));
        }

        return candidates.OrderByDescending(candidate => candidate.Score).Take(2 * options.Beams);
    }

    /// <summary>A text that goes on no more.</summary>
    /// <param name="Score">The mean log-probability of its tokens.</param>
    /// <param name="Tokens">Its tokens.</param>
    /// <param name="End">Why it ended.</param>
    private sealed record Text(double Score, IReadOnlyList<int> Tokens, GenerationEnd End);
}
