// Encodes texts with Hugging Face's tokenizers (Rust) by their batch call, which works on all threads it is given. Read are a tokenizer.json and a JSON array
// of texts; the first answer tells the package's version and the hash of all ids, every further one the seconds that the call took.
const crypto = require('crypto');
const fs = require('fs');
const readline = require('readline');
const { Tokenizer } = require('@anush008/tokenizers');

const version = require('@anush008/tokenizers/package.json').version;
const plain = { addSpecialTokens: false };

async function main() {
  let tokenizer, texts;
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const question = JSON.parse(line);
    if (question.tokenizer) {
      tokenizer = Tokenizer.fromFile(question.tokenizer);
      texts = JSON.parse(fs.readFileSync(question.texts, 'utf8'));
      const hash = crypto.createHash('sha256');
      let tokens = 0;
      for (const encoding of await tokenizer.encodeBatch(texts, plain)) {
        const ids = Int32Array.from(encoding.getIds());
        tokens += ids.length;
        hash.update(Buffer.from(ids.buffer));
      }
      console.log(JSON.stringify({ version, tokens, sha256: hash.digest('hex') }));
    } else {
      global.gc(); // what the round before left is not part of this one
      const start = process.hrtime.bigint();
      await tokenizer.encodeBatch(texts, plain);
      console.log(JSON.stringify({ seconds: Number(process.hrtime.bigint() - start) / 1e9 }));
    }
  }
}

main();
