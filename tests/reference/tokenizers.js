// What Hugging Face's tokenizers give for tokenizers that Hone wrote: an oracle that shares no code with Hone.
//
// It runs in Node.js beside the package (npm install --ignore-scripts @anush008/tokenizers@0.6.0).
//
//     node tokenizers.js golden TOKENIZER_FOLDER TEXTS > expected.jsonl
//
// writes the golden file of a folder with a tokenizer.json. TEXTS is a file of lines of JSON, each a string or an object with a `text`; the
// golden file of another tokenizer will do. A line of the result has the text, its tokens as `id:start-end` in code points, without the
// special tokens that frame it, and the text that the ids are decoded to.
//
//     node tokenizers.js check TOKENIZER_FOLDER TEXTS HONE
//
// compares with lines that Hone wrote, each a text's tokens in the same notation. The exit status is 1 if one differs.

const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');
const { Tokenizer } = createRequire(path.join(process.cwd(), 'index.js'))('@anush008/tokenizers');

const plain = { addSpecialTokens: false };

async function tokenize(tokenizer, text) {
  const encoding = await tokenizer.encode(text, null, plain);
  const offsets = encoding.getOffsets();
  return encoding.getIds().map((id, i) => `${id}:${offsets[i][0]}-${offsets[i][1]}`).join(' ');
}

async function main([command, folder, textFile, honeFile]) {
  const file = fs.readFileSync(path.join(folder, 'tokenizer.json'), 'utf8');
  const decoder = Tokenizer.fromString(file);
  // The name of a special token in a text is text to Hone.
  const tokenizer = Tokenizer.fromString(JSON.stringify({ ...JSON.parse(file), added_tokens: [] }));
  const texts = fs.readFileSync(textFile, 'utf8').split('\n').filter(line => line).map(JSON.parse).map(line => line.text ?? line);
  const ours = command === 'check' ? fs.readFileSync(honeFile, 'utf8').split('\n') : [];
  let tokens = 0;
  let different = 0;
  for (const [i, text] of texts.entries()) {
    const expected = await tokenize(tokenizer, text);
    tokens += expected ? expected.split(' ').length : 0;
    if (command === 'golden') {
      const ids = (await tokenizer.encode(text, null, plain)).getIds();
      console.log(JSON.stringify({ text, tokens: expected, decoded: await decoder.decode([...ids], true) }));
    } else if (ours[i] !== expected) {
      different++;
      console.log(JSON.stringify({ text: text.slice(0, 200), expected: expected.slice(0, 400), hone: ours[i].slice(0, 400) }));
    }
  }

  if (command === 'check') {
    console.log(`${texts.length} texts, ${tokens} tokens, ${different} texts differ`);
    process.exitCode = different ? 1 : 0;
  }
}

main(process.argv.slice(2));
